"""What a person sees: the only code that imports streamlit or plotly."""
