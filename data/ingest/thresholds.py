"""How many words, parts or cells make what: the numbers by which lists are read, each with its reason.

Limits that only keep a strange document from taking long stand where they are checked.
"""

from __future__ import annotations

# Titles.
# A text of so many words can be a title where something sets it apart: emphasis, a link, a heading, its own line.
TITLE_WORDS = 3
# Where nothing does, remarks such as "See also here" would be titles too, so one more word is asked for.
BARE_TITLE_WORDS = 4
# A text of more words is a description.
LONGEST_TITLE_WORDS = 25
# Titles grow this long only with their subtitles; each word beyond speaks against a stretch.
LONG_TITLE_WORDS = 45
# A stretch of more parts is an enumeration; joining them all would take quadratic time.
MOST_PARTS_OF_TITLE = 60

# Names.
# A label or a phrase of up to so many words may be a name: of a person, a method, a venue.
NAME_WORDS = 3
# Titles in a column have more words than this on average; names have fewer.
COLUMN_NAME_WORDS = 2.5
# The name of a person has at most so many words.
PERSON_WORDS = 5
# A text of more characters is not searched for names: it is no list of authors.
LONGEST_AUTHORS = 2000
# Of what stands before the authors that open an entry, so many parts are looked at.
PARTS_BEFORE_AUTHORS = 3
# The label of a link that cites authors and a year.
CITATION_WORDS = 6
# A venue that is also a common word is a name where a heading holds so many words.
HEADING_NAME_WORDS = 4
# Where somebody works is said in so many words at most.
AFFILIATION_WORDS = 8

# Venues.
# A venue that venues.yaml lacks is told by a word such as journal; in a longer text that word proves nothing.
UNLISTED_VENUE_WORDS = 16
# In brackets, or beside a date, where less speaks for a venue, its name is shorter.
SHORT_VENUE_WORDS = 8
# The label of a link that names a venue and its year.
VENUE_LABEL_WORDS = 12
# A text that may name a venue by its place beside a date.
BESIDE_DATE_WORDS = 7
# A known venue is looked for in so many words at both ends of a text; a longer one is set off by a comma.
EMBEDDED_VENUE_WORDS = 7
# A line of more parts or words does not only say where and when.
VENUE_LINE_PARTS, VENUE_LINE_WORDS = 20, 20

# Words beside the title.
# An entry may have so many words before its title, in a paragraph fewer, because prose opens that way.
WORDS_BEFORE, WORDS_BEFORE_IN_PARAGRAPH = 8, 3
# A paragraph with more words outside the title is prose that mentions a work.
DESCRIPTION_WORDS_IN_PARAGRAPH = 14
# One of several lines of a paragraph is an entry only if it says hardly more than its title, venue and date.
DESCRIPTION_WORDS_IN_LINE = 3
# Remarks in square brackets are short, and few stand in one pair of brackets: `[code, oral]`.
TAG_WORDS, TAG_GROUP_WORDS = 3, 5
# A stretch of text without a cut that is longer than this (characters) is prose or a title, nothing else.
LONGEST_TEXT = 400
# A date is no longer (characters) and has no more letters: `September 30, 2024`.
LONGEST_DATE, DATE_LETTERS = 24, 9
# A longer text (characters) in a cell does not only say that there is nothing.
LONGEST_NOTHING = 30
# So many characters at most stand between two parts of one date: `March 21, 2026`.
DATE_GAP = 3

# Labels of links (characters, but for words): a longer one is a sentence.
LONGEST_LABEL, LABEL_WORDS = 60, 4
# A label so much like a known one (per cent) is a misprint of it; shorter ones are too easily another word.
MISPRINT_LIKENESS, SHORTEST_MISPRINT = 85.0, 5

# Several blocks.
# So large a share is most: of the cells of a column, of the bullets under a heading.
MOST = 0.6
# Fewer bullets that are papers show no pattern.
FEWEST_SIBLINGS = 3
# An entry of more pieces is complete; joining without end would take quadratic time.
MOST_PIECES = 100
# A table goes on below another where no more lines than blank ones or a comment stand between them.
TABLE_GAP = 3
