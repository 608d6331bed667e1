"""The facets as one component: their values and counts come as data, and what a person picks comes back."""
