-- Serves what is asked of one person (/mydata and its erasing), beside ten thousand numbers that are nobody's.
CREATE INDEX inbox_person ON inbox (person) WHERE person IS NOT NULL;
