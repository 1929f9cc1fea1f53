import { moment } from '../beijing';
import { serviceNow } from '../clock';

/** A part of what is held about somebody, line by line. */
export interface Part {
  name: string;
  lines: { key: string; words: string }[];
}

/** What the service answers, as people read it. Parts without content are named at the end; whatever may be added later is shown too. */
export function partsOf(all: unknown): Part[] {
  const parts = Object.entries(all ?? {}).map(([name, value]) => ({ name: nameOf('whole', name), lines: linesOf(name, value) }));
  const filled = parts.filter(({ lines }) => lines.length > 0);
  const empty = parts.filter(({ lines }) => lines.length === 0).map(({ name }) => name);
  const rest = empty.length > 0 ? [{ name: '没有内容的部分', lines: [empty.join('、')] }] : [];
  return [...filled, ...rest].map(({ name, lines }) => ({ name, lines: lines.map((words, i) => ({ key: String(i), words })) }));
}

const NAMES: Record<string, string> = {
  at: '时间',
  'whole.at': '这些内容取于',
  'member.name': '姓名',
  'requests.name': '姓名',
  member: '会员资料',
  rights: '权限',
  tags: '标签',
  weChat: '微信标识',
  sessions: '登录',
  bindings: '绑定记录',
  requests: '绑定申请',
  imports: '提到您的名册',
  written: '发给公众号的消息',
  following: '关注公众号',
  declinedTopics: '不接收的消息',
  messages: '收到的通知',
  subscriptions: '订阅',
  claims: '领取的福利',
  tries: '没有领到的尝试',
  redemptions: '核销记录',
  number: '会员号',
  memberNumber: '会员号',
  name: '名称',
  phone: '手机',
  email: '邮箱',
  unit: '单位',
  branch: '分支机构',
  level: '等级',
  paidUntil: '会费缴至',
  appId: '小程序或公众号',
  openId: '微信标识',
  createdAt: '时间',
  expiresAt: '有效至',
  event: '事项',
  reason: '原因',
  note: '说明',
  state: '状态',
  decidedAt: '答复时间',
  fileName: '文件',
  outcome: '结果',
  follows: '是否关注',
  followedAt: '关注时间',
  leftAt: '取消关注时间',
  endedAt: '时间',
  kind: '种类',
  receivedAt: '时间',
  body: '内容',
  title: '福利',
  usageNote: '使用说明',
  partner: '提供方',
  place: '地点',
  serial: '第几份',
  code: '福利码或卡号',
  password: '密码',
  claimedAt: '领取时间',
  redeemedAt: '核销时间',
  undoneAt: '撤销时间',
  lastDay: '最后一天',
  request: '申请',
  template: '模板',
  credits: '还可提醒次数',
  forAnother: '为他人核销',
  merged: '并入的会员号',
};

/** The service's words for programs, as people say them. */
const WORDS: Record<string, string> = {
  bound: '绑定',
  unbound: '解绑',
  open: '待核对',
  accepted: '已通过',
  rejected: '未通过',
  held: '可使用',
  redeemed: '已使用',
  cancelled: '已取消',
  expired: '已过期',
  counter: '到场领取',
  voucher: '兑换码',
  sent: '已发出',
  failed: '没有发出',
  applied: '已采用',
  redeem: '核销',
  click: '点菜单',
  text: '文字',
  benefits: '福利',
  events: '活动',
  contests: '征集与比赛',
  stories: '人才故事',
  membership: '会员服务',
};

/** What serves programs only, or says the same as another line. */
const LEFT_OUT = ['id', 'benefitId', 'scanText', 'useUntil'];

/** Some mean something else in one part than in the others. */
function nameOf(part: string, name: string): string {
  return NAMES[`${part}.${name}`] ?? NAMES[name] ?? name;
}

/** One line for each thing; the lines of a part that is one thing are its values. */
function linesOf(name: string, value: unknown): string[] {
  if (Array.isArray(value)) {
    return value.map((item) => (isRecord(item) ? valuesOf(name, item).join('；') : wordOf(name, item)));
  }
  return isRecord(value) ? valuesOf(name, value) : value === null || value === '' ? [] : [wordOf(name, value)];
}

function valuesOf(part: string, record: Record<string, unknown>): string[] {
  return Object.entries(record)
    .filter(([key, value]) => !LEFT_OUT.includes(key) && value !== null && value !== '')
    .flatMap(([key, value]) => (isRecord(value) ? valuesOf(part, value) : [`${nameOf(part, key)}：${wordOf(key, value)}`]));
}

function wordOf(key: string, value: unknown): string {
  if (typeof value === 'boolean') {
    return value ? '是' : '否';
  }
  return /At$|^at$/.test(key) && typeof value === 'string' ? moment(value, serviceNow()) : (WORDS[String(value)] ?? String(value));
}

function isRecord(value: unknown): value is Record<string, unknown> {
  return typeof value === 'object' && value !== null && !Array.isArray(value);
}
