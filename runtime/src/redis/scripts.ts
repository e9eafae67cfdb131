// The log of a stream is one list: a head, which says that there is a log before it has messages, the messages, and an
// empty text behind the last one. So the message of a number is at that index, and what is there needs no other key.
// While a stream runs the list expires unless its writer refreshes it: a log that is gone before its end has lost its writer.

/** What a log begins with: the version of its form. */
export const logHead = "1";

/** What a log ends with. Messages are JSON texts, so none is empty. */
export const logEnd = "";

/**
 * Adds items to a log from an index on, and says how many it has then. Items that it has already are left alone and
 * nothing is added behind a gap, so that the same call may come twice, or after the log was lost.
 */
export const addToLog = `
local count = redis.call("LLEN", KEYS[1])
local from = tonumber(ARGV[1])
if from > count then return count end
for i = 4 + count - from, #ARGV do count = redis.call("RPUSH", KEYS[1], ARGV[i]) end
redis.call("PEXPIRE", KEYS[1], ARGV[2])
if #ARGV > 3 then redis.call("PUBLISH", ARGV[3], "") end
return count
`;

// Readers are a sorted set by the time until which they are there, on the clock of Redis: those of machines differ.
const now = `
local time = redis.call("TIME")
local now = time[1] * 1000 + math.floor(time[2] / 1000)
`;

/** Marks a reader as being there for some milliseconds from now. */
export const markReader: string = `${now}
redis.call("ZADD", KEYS[1], now + ARGV[2], ARGV[1])
return redis.call("PEXPIRE", KEYS[1], ARGV[2])
`;

/** Counts the readers that are there. */
export const countReaders: string = `${now}
return redis.call("ZCOUNT", KEYS[1], now, "+inf")
`;
