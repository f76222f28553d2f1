"""The web page: Gradio components and listeners over a `Workspace`; nothing else knows of Gradio."""
