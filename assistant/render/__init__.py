"""Values → what a reader sees: terminal, web page, Markdown. Escaping lives here and nowhere else: a
document's text must not steer the screen."""
