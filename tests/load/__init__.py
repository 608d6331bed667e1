"""Many visitors at once: a driver that speaks Streamlit's protocol as the browser does, and what it measures."""
