"""The web app: FastAPI with the Gradio page mounted."""
