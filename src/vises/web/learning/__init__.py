"""What we learn: field notes, bodies, findings, lessons, and the loop that brings answers back."""
