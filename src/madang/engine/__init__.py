"""What Madang does: settings, drawing, battles, streaming, votes, boards."""
