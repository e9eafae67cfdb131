// Dates and times of RFC 3339, as lenient about zones as ajv-formats: `Z`, `+01:00`, `+0100` and `+01`.

const datePattern = /^(\d\d\d\d)-(\d\d)-(\d\d)$/;
const timePattern = /^(\d\d):(\d\d):(\d\d(?:\.\d+)?)(z|([+-])(\d\d)(?::?(\d\d))?)?$/i;
const durationPattern = /^P(?!$)((\d+Y)?(\d+M)?(\d+D)?(T(?=\d)(\d+H)?(\d+M)?(\d+S)?)?|(\d+W)?)$/;

const daysOfMonth: readonly number[] = [0, 31, 28, 31, 30, 31, 30, 31, 31, 30, 31, 30, 31];

/** Whether a text is a date: `2026-11-22`. */
export function isDate(text: string): boolean {
  const match = datePattern.exec(text);
  if (match === null) return false;
  const [year = 0, month = 0, day = 0] = match.slice(1).map(Number);
  const isLeapYear = year % 4 === 0 && (year % 100 !== 0 || year % 400 === 0);
  const days = month === 2 && isLeapYear ? 29 : (daysOfMonth[month] ?? 0);
  return month >= 1 && day >= 1 && day <= days;
}

/** Whether a text is a time with a zone: `09:30:00Z`. */
export function isTime(text: string): boolean {
  return isTimeOfDay(text, true);
}

/** Whether a text is a time, with or without a zone. */
export function isIsoTime(text: string): boolean {
  return isTimeOfDay(text, false);
}

/** Whether a text is a date and a time with a zone: `2026-11-22T09:30:00Z`. */
export function isDateTime(text: string): boolean {
  return isDateAndTime(text, true);
}

/** Whether a text is a date and a time, with or without a zone. */
export function isIsoDateTime(text: string): boolean {
  return isDateAndTime(text, false);
}

/** Whether a text is a duration: `P1DT12H`. */
export function isDuration(text: string): boolean {
  return durationPattern.test(text);
}

function isDateAndTime(text: string, zoneRequired: boolean): boolean {
  const [date, time, ...rest] = text.split(/t|\s/i, 3);
  return (
    date !== undefined && time !== undefined && rest.length === 0 && isDate(date) && isTimeOfDay(time, zoneRequired)
  );
}

function isTimeOfDay(text: string, zoneRequired: boolean): boolean {
  const match = timePattern.exec(text);
  if (match === null) return false;
  const [, hours, minutes, seconds, zone, sign, zoneHours, zoneMinutes] = match;
  const hour = Number(hours);
  const minute = Number(minutes);
  const second = Number(seconds);
  const offsetHours = Number(zoneHours ?? 0);
  const offsetMinutes = Number(zoneMinutes ?? 0);
  if (offsetHours > 23 || offsetMinutes > 59 || (zoneRequired && zone === undefined)) return false;
  if (hour <= 23 && minute <= 59 && second < 60) return true;

  // A leap second is inserted at 23:59:60 UTC, wherever the clock that shows it stands.
  const direction = sign === "-" ? -1 : 1;
  const utcMinute = minute - offsetMinutes * direction;
  const utcHour = hour - offsetHours * direction - (utcMinute < 0 ? 1 : 0);
  return (utcHour === 23 || utcHour === -1) && (utcMinute === 59 || utcMinute === -1) && second < 61;
}
