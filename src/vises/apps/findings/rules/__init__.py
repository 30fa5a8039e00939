"""What a row of the joint display may say, what was there when somebody wrote, who may be named outside. Pure."""
