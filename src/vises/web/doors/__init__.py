"""The doors of a round besides the page on the web: ODK Collect, paper, an interviewer, a kiosk, easy reading."""
