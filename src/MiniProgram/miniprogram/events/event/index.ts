import { get, post, put, Refusal, Schemas, wordsOf } from '../../api/client';
import { withoutAnswer } from '../../asking';
import { moment, momentOfEnd } from '../../beijing';
import { serviceNow } from '../../clock';
import { askConsent, copyText } from '../../copying';
import { ME } from '../../holdings';
import { lead } from '../../leading';
import { kept } from '../../memory';
import { numberFrom, numberFromScene } from '../../parameters';
import { privately } from '../../privately';
import { subscribe, Subscribed } from '../../subscribing';
import { paragraphsOf } from '../../wording';
import { Badge, badgeOf, hoursOf, placeOf, Screen, Session } from '../words';
import { addToCalendar, openMap, SAID } from './calendar';
import { bodyOf, Form, formOf, missingIn, NO_FORM, YES } from './form';

interface Line {
  name: string;
  words: string;
}

/** A session as it stands on the page. */
interface Card {
  id: number;
  title: string;
  hours: string;
  badge: Badge;
  status: Session['status'];
  /** What there is to say of it. */
  about: string;
  /** The button that begins a registration; empty where there is none. */
  action: string;
  ticket: string;
  isOffered: boolean;
  mayChange: boolean;
  /** The button that leads to what one thinks of it; empty where it cannot be said now. */
  rate: string;
  /** Whether there is still something to come that a calendar could remind of. */
  isAhead: boolean;
  /** What the button says that ends it; empty where it can no longer be ended. */
  end: string;
}

/** A registration may be sent again at will: the first one is answered. */
const REGISTER_PATIENCE = 90_000;
const CHANGE_PATIENCE = 20_000;

const unseen = privately(() => ({ id: 0, event: null as Screen | null }));

Page({
  data: {
    phase: 'loading' as 'loading' | 'ready' | 'failed' | 'absent',
    notice: '',
    title: '',
    facts: [] as Line[],
    summary: [] as string[],
    url: '',
    material: '',
    hasMap: false,
    /** What came of writing a session into the phone's calendar. */
    noted: { id: 0, words: '', isForbidden: false },
    cancelled: '',
    needsMember: false,
    needsPhone: false,
    cards: [] as Card[],
    form: NO_FORM,
    busy: false,
    wrong: '',
  },

  /** From a message or a list `id=3`; from a printed code the scene `e=3`. */
  onLoad({ id, scene }: { id?: string; scene?: string }) {
    unseen(this).id = id === undefined ? numberFromScene(scene, 'e') : numberFrom(id);
  },

  onShow() {
    this.refresh();
  },

  async onPullDownRefresh() {
    await this.refresh();
    wx.stopPullDownRefresh();
  },

  onShareAppMessage(): WechatMiniprogram.Page.ICustomShareContent {
    return { title: this.data.title || '活动', path: `/events/event/index?id=${unseen(this).id}` };
  },

  async refresh() {
    const { id } = unseen(this);
    if (id === 0) {
      this.setData({ phase: 'absent' });
      return;
    }
    try {
      this.show(await get('/api/events/{id}', { id }));
      this.setData({ notice: '' });
    } catch (error) {
      this.setData(withoutAnswer(error, this.data.phase));
    }
  },

  show(event: Screen) {
    const now = serviceNow();
    unseen(this).event = event;
    this.setData({
      phase: 'ready',
      title: event.title,
      facts: factsOf(event, now),
      summary: paragraphsOf(event.summary),
      url: event.onlineUrl,
      material: event.materialUrl,
      hasMap: event.point !== null,
      cancelled: event.cancelledWhy,
      needsMember: event.sessions.some(({ status }) => status === 'needsMember'),
      needsPhone: event.sessions.some(({ status }) => status === 'needsPhone'),
      cards: event.sessions.map((session) => cardOf(session, event, now)),
    });
  },

  begin({ currentTarget }: WechatMiniprogram.TouchEvent) {
    const { event } = unseen(this);
    const session = event?.sessions.find(({ id }) => id === currentTarget.dataset.id);
    if (event && session) {
      this.setData({ form: formOf(session, event, ownName()), wrong: '' });
    }
  },

  leave() {
    this.setData({ form: NO_FORM, wrong: '' });
  },

  typeName({ currentTarget, detail }: WechatMiniprogram.Input) {
    this.setData({ [`form.people[${currentTarget.dataset.at}].name`]: detail.value, wrong: '' });
  },

  addName() {
    const { people } = this.data.form;
    const key = Math.max(...people.map((person) => person.key)) + 1;
    this.setData({ 'form.people': [...people, { key, name: '' }], wrong: '' });
  },

  removeName({ currentTarget }: WechatMiniprogram.TouchEvent) {
    this.setData({ 'form.people': this.data.form.people.filter((_, at) => at !== currentTarget.dataset.at), wrong: '' });
  },

  answer({ currentTarget, detail }: WechatMiniprogram.Input) {
    this.setAnswer(String(currentTarget.dataset.key), detail.value);
  },

  /** What is not asked for can be taken back by a second tap. */
  choose({ currentTarget }: WechatMiniprogram.TouchEvent) {
    const [key, choice] = [String(currentTarget.dataset.key), String(currentTarget.dataset.choice)];
    const asked = this.data.form.questions.find((one) => one.key === key);
    this.setAnswer(key, asked?.answer === choice && !asked.required ? '' : choice);
  },

  tick({ currentTarget }: WechatMiniprogram.TouchEvent) {
    const key = String(currentTarget.dataset.key);
    this.setAnswer(key, this.data.form.questions.find((asked) => asked.key === key)?.answer === YES ? '' : YES);
  },

  /** What is agreed to, by its name in the form. */
  agree({ currentTarget }: WechatMiniprogram.TouchEvent) {
    const field = currentTarget.dataset.field as 'agrees' | 'hasMinors' | 'guardianAgrees';
    this.setData({ [`form.${field}`]: !this.data.form[field], wrong: '' });
  },

  typeGuardian({ detail }: WechatMiniprogram.Input) {
    this.setData({ 'form.guardian': detail.value, wrong: '' });
  },

  /** Of one question alone: the fields of the others are not drawn anew. */
  setAnswer(key: string, answer: string) {
    const at = this.data.form.questions.findIndex((asked) => asked.key === key);
    this.setData({ [`form.questions[${at}].answer`]: answer, wrong: '' });
  },

  async send() {
    const { form } = this.data;
    const missing = missingIn(form);
    if (missing !== '') {
      this.setData({ wrong: missing });
      return;
    }
    // Asked within the tap, and not waited for: whoever declines registers all the same.
    const templates = unseen(this).event?.templates ?? [];
    if (!form.changes && templates.length > 0) {
      subscribe(templates).then(reportConsents);
    }
    await this.change(
      async () => {
        const done = await sent(form);
        this.setData({ form: NO_FORM });
        wx.showToast({ title: done, icon: 'none' });
      },
      (error) => {
        this.setData({ wrong: wordsOf(error) });
        if (error instanceof Refusal && error.code === 'event.no_room') {
          // Whoever reads this and sends it again wishes to wait.
          this.setData({ 'form.waits': true });
        }
      },
    );
  },

  showTicket({ currentTarget }: WechatMiniprogram.TouchEvent) {
    lead(`/events/ticket/index?session=${currentTarget.dataset.id}`);
  },

  async accept({ currentTarget }: WechatMiniprogram.TouchEvent) {
    const sessionId = Number(currentTarget.dataset.id);
    await this.change(async () => {
      await post('/api/events/sessions/{sessionId}/registration/accept', { sessionId, patience: CHANGE_PATIENCE });
      wx.showToast({ title: '报名成功' });
    });
  },

  async end({ currentTarget }: WechatMiniprogram.TouchEvent) {
    const sessionId = Number(currentTarget.dataset.id);
    const words = String(currentTarget.dataset.words);
    const { confirm } = await wx.showModal({
      title: `${words}？`,
      content: words === '退出候补' ? '再想候补时，要从最后排起。' : '您的名额会让给后面的人。想再参加时，可能已经没有名额。',
      cancelText: '再想想',
      confirmText: '确定',
    });
    if (!confirm) {
      return;
    }
    await this.change(async () => {
      await post('/api/events/sessions/{sessionId}/registration/cancel', { sessionId, patience: CHANGE_PATIENCE });
      wx.showToast({ title: '已办好' });
    });
  },

  /**
   * Changes something, and shows what it then is: whatever was refused may have moved on, too.
   *
   * @param refused what says why not; else the notice at the top does
   */
  async change(act: () => Promise<void>, refused?: (error: unknown) => void) {
    if (this.data.busy) {
      return;
    }
    this.setData({ busy: true, wrong: '', notice: '' });
    let words = '';
    try {
      await act();
    } catch (error) {
      if (refused === undefined) {
        words = wordsOf(error);
      } else {
        refused(error);
      }
    }
    await this.refresh();
    this.setData(words === '' ? { busy: false } : { busy: false, notice: words });
  },

  copyUrl() {
    return copyText(this, this.data.url);
  },

  copyMaterial() {
    return copyText(this, this.data.material);
  },

  rate({ currentTarget }: WechatMiniprogram.TouchEvent) {
    lead(`/events/feedback/index?id=${unseen(this).id}&session=${currentTarget.dataset.id}`);
  },

  openMap() {
    const { event } = unseen(this);
    if (event) {
      openMap(event);
    }
  },

  /** WeChat asks for the calendar once. Whoever refused is led to its settings, and may do without. */
  async note({ currentTarget }: WechatMiniprogram.TouchEvent) {
    const { event } = unseen(this);
    const session = event?.sessions.find(({ id }) => id === currentTarget.dataset.id);
    if (!event || !session || !(await askConsent(this))) {
      return;
    }
    const noted = await addToCalendar(event, session);
    this.setData({ noted: { id: session.id, words: SAID[noted], isForbidden: noted === 'forbidden' } });
  },

  noteAllowed({ detail }: WechatMiniprogram.ButtonOpenSetting) {
    if (detail.authSetting['scope.addPhoneCalendar'] === true) {
      this.setData({ 'noted.isForbidden': false, 'noted.words': '权限已打开，请再点一次“记入手机日历”。' });
    }
  },

  bindMember() {
    lead('/pages/bind/index');
  },

  goAll() {
    lead('/events/list/index');
  },
});

/** What the person allowed is known to the service then; where it cannot be told, nothing is lost but a reminder. */
async function reportConsents(asked: Subscribed): Promise<void> {
  if ('results' in asked) {
    await post('/api/me/messages/consents', { body: { results: asked.results } }).catch(() => undefined);
  }
}

/** Sends the form, and says what came of it. */
async function sent(form: Form): Promise<string> {
  const body = bodyOf(form);
  const sessionId = form.session;
  if (form.changes) {
    await put('/api/events/sessions/{sessionId}/registration', { sessionId, body, patience: CHANGE_PATIENCE });
    return '已修改';
  }
  const mine = await post('/api/events/sessions/{sessionId}/registration', { sessionId, body, patience: REGISTER_PATIENCE });
  // An earlier try may have arrived, and what it made counts.
  if (mine.names.join('\n') !== body.names?.join('\n')) {
    return '您已报过名，请核对名单';
  }
  switch (mine.state) {
    case 'waiting':
      return `候补第 ${mine.position} 位`;
    case 'offered':
      return '有空位了，请确认';
    default:
      return '报名成功';
  }
}

/** A member's name, which need not be typed again. */
function ownName(): string {
  const me = kept<Schemas['MeAnswer']>(ME)?.value;
  return me?.state === 'bound' ? me.member.name : '';
}

function factsOf(event: Screen, now: number): Line[] {
  return [
    { name: '主办', words: event.organiser },
    { name: '地点', words: placeOf(event) },
    { name: '报名', words: `${moment(event.registersFrom, now)} 至 ${momentOfEnd(event.registersUntil, now)}` },
    ...(event.maxParty > 1 ? [{ name: '人数', words: `一次报名最多 ${event.maxParty} 人` }] : []),
  ];
}

function cardOf(session: Session, event: Screen, now: number): Card {
  const { id, title, status, mine } = session;
  const isLive = status === 'mine' && mine !== null;
  const isRegistered = isLive && mine.state === 'registered';
  const mayChange = isLive && now < Date.parse(event.cancelUntil) && now < Date.parse(session.startsAt);
  return {
    id,
    title,
    hours: hoursOf(session, now),
    badge: badgeOf(session),
    status,
    about: isLive ? aboutMine(mine, now) : aboutOf(session, event, now),
    action: status === 'open' ? '报名' : status === 'waitable' ? '候补' : '',
    rate: !session.mayRate ? '' : session.rating === null ? '评价这一场' : '修改评价',
    // Nobody stands at the door of a counsellor.
    ticket: isRegistered && event.kind !== 'counselling' ? mine.code.replace(/(.{4})(?=.)/g, '$1 ') : '',
    isOffered: isLive && mine.state === 'offered',
    mayChange,
    isAhead: status !== 'cancelled' && status !== 'over',
    end:
      !isLive || (isRegistered && !mayChange) ? '' : ({ registered: '取消报名', waiting: '退出候补' }[mine.state as string] ?? '放弃空位'),
  };
}

function aboutMine({ state, position, offeredUntil, names }: NonNullable<Session['mine']>, now: number): string {
  switch (state) {
    case 'registered':
      return `${names.join('、')}，共 ${names.length} 人`;
    case 'waiting':
      return `您排在第 ${position} 位。有空位时会按顺序通知您。`;
    case 'offered':
      return offeredUntil === null ? '' : `有空位了，请在 ${moment(offeredUntil, now)} 前确认，逾期让给后面的人。`;
    default:
      return '';
  }
}

function aboutOf({ status, free, capacity, whyNot }: Session, { registersFrom }: Screen, now: number): string {
  switch (status) {
    case 'open':
    case 'needsPhone':
    case 'needsMember':
      return `共 ${capacity} 个名额，还有 ${free} 个`;
    case 'waitable':
      return `${capacity} 个名额已满，可以候补`;
    case 'full':
      return `${capacity} 个名额已满`;
    case 'notOpen':
      return `${moment(registersFrom, now)} 开始报名`;
    case 'notForMe':
      return whyNot ?? '';
    default:
      return '';
  }
}
