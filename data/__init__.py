"""What is known about papers: lists → records → papers → selections → measures. Never imports streamlit."""
