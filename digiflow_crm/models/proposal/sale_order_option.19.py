"""On 19.0 optional products are lines of the offer, reviewed like any other."""
