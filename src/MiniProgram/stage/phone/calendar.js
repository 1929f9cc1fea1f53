// The phone's calendar with its permission, and the map.
import { scoped } from './album.js';
import { fault } from './faults.js';
import { sheet } from './phone.js';

/** What WeChat takes, and of which type: the end is words. */
const TYPES = {
  title: 'string',
  startTime: 'number',
  endTime: 'string',
  allDay: 'boolean',
  description: 'string',
  location: 'string',
  alarm: 'boolean',
  alarmOffset: 'number',
};

/** Seconds of this age: whoever gives milliseconds would be reminded in the year 50000. */
const isSeconds = (number) => Number.isInteger(number) && number > 1e9 && number < 1e10;

function check(name, options, types, needed) {
  for (const [key, type] of Object.entries(types)) {
    const value = options[key];
    const isAbsent = value === undefined && !needed.includes(key);
    if (!isAbsent && (typeof value !== type || value === '' || Number.isNaN(value))) {
      fault(`${name}: ${key} should be ${type} instead of ${typeof value}`);
      throw new Error(`parameter error: parameter.${key} should be ${type}`);
    }
  }
}

export async function addPhoneCalendar(options) {
  check('addPhoneCalendar', options, TYPES, ['title', 'startTime']);
  const { startTime, endTime = String(startTime) } = options;
  if (!isSeconds(startTime) || !isSeconds(Number(endTime)) || Number(endTime) < startTime) {
    fault(`addPhoneCalendar takes seconds, the end not before the start: ${startTime} to ${endTime}`);
    throw new Error('parameter error');
  }
  await scoped('scope.addPhoneCalendar', '申请添加到日历', '用于把活动记入你的日历');
  const { success, fail, complete, ...entry } = options;
  const kept = JSON.parse(sessionStorage.getItem('stage:calendar') ?? '[]');
  sessionStorage.setItem('stage:calendar', JSON.stringify([...kept, entry]));
}

/** Says what the map would show. It needs no permission: where the phone is, the page does not learn. */
export async function openLocation(options) {
  const types = { latitude: 'number', longitude: 'number', name: 'string', address: 'string', scale: 'number' };
  check('openLocation', options, types, ['latitude', 'longitude']);
  const { latitude, longitude, name = '', scale = 18 } = options;
  if (Math.abs(latitude) > 90 || Math.abs(longitude) > 180 || scale < 5 || scale > 18) {
    fault(`openLocation: ${latitude}, ${longitude}, ${scale}`);
    throw new Error('invalid coordinate');
  }
  // It is open before anybody closes it.
  sheet({ title: '地图', text: `${name} ${latitude},${longitude}`, buttons: [['关闭', null]] });
}
