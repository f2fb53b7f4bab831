"""What a sentence claims that words alone don't show: its numbers and dates, its names, and what it denies."""
