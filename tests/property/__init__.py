"""What holds for every case that anybody could think of."""
