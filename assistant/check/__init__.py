"""Draft sentence × evidence → verdict. Each step can only refuse."""
