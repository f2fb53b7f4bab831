"""What things cost, as ratios taken in one run. Not tests: nothing here is collected by pytest."""
