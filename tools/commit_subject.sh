#!/bin/sh
# A commit's subject says in at most 72 characters what changed for whom; a longer text follows after an empty line.
subject=$(sed -n '/^#/!{p;q;}' "$1")
length=$(printf %s "$subject" | wc -m)
if [ "$length" -lt 10 ] || [ "$length" -gt 72 ]; then
	echo "the subject has $length characters; it takes 10 to 72, and says what changed for whom" >&2
	exit 1
fi
if [ -n "$(sed '/^#/d' "$1" | sed -n 2p)" ]; then
	echo "the line after the subject must be empty" >&2
	exit 1
fi
