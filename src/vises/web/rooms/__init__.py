"""The question room around a table: the page that leads it, the screen, the phones, the sheet."""
