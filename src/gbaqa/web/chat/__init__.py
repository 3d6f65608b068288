"""The chat page: Gradio's shell, our conversation in it, and what is shown of an answer."""
