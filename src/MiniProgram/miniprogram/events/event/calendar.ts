// What leads out of the page of an event: the phone's calendar, and the map.
import { placeOf, Screen, Session } from '../words';

export type Noted = 'added' | 'cancelled' | 'forbidden' | 'unknown' | 'failed';

/** What is said of it. */
export const SAID: Record<Noted, string> = {
  added: '已记入手机日历，开始前两小时会提醒您。活动若有变动，请以本页为准。',
  cancelled: '没有记入日历。需要时可以再点。',
  forbidden: '您没有允许写入日历，不影响报名。想记入日历的话，请在设置里打开“添加到日历”。',
  unknown: '您的微信版本还不能写入日历，请更新微信后再试。',
  failed: '没有记入日历，请稍后再试。',
};

const TWO_HOURS = 7_200;

/** WeChat asks for the permission the first time, and never again where it was refused: then only its settings help. */
export function addToCalendar(event: Screen, session: Session): Promise<Noted> {
  return new Promise((resolve) => {
    if (!wx.canIUse('addPhoneCalendar')) {
      resolve('unknown');
      return;
    }
    wx.addPhoneCalendar({
      title: session.title === '' ? event.title : `${event.title} ${session.title}`,
      startTime: secondsOf(session.startsAt),
      // WeChat takes this one as words.
      endTime: String(secondsOf(session.endsAt)),
      location: placeOf(event),
      description: event.onlineUrl === '' ? '票在小程序的活动页面。' : `票在小程序的活动页面。线上参加：${event.onlineUrl}`,
      alarm: true,
      alarmOffset: TWO_HOURS,
      success: () => resolve('added'),
      fail: ({ errMsg }) => resolve(/auth/.test(errMsg) ? 'forbidden' : /cancel/.test(errMsg) ? 'cancelled' : 'failed'),
    });
  });
}

export function openMap({ point, place, title }: Screen): void {
  if (point !== null) {
    const { latitude, longitude } = point;
    wx.openLocation({
      latitude,
      longitude,
      name: place,
      address: title,
      scale: 16,
      fail: () => wx.showToast({ title: '地图没有打开，请稍后再试', icon: 'none' }),
    });
  }
}

function secondsOf(instant: string): number {
  return Math.floor(Date.parse(instant) / 1_000);
}
