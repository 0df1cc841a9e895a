"""Directions held against a plan: amounts, doses and frequencies, and what stands beside them."""
