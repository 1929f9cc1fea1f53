import { get, post, put, Schemas, wordsOf } from '../../api/client';
import { privately } from '../../privately';
import { subscribe, thankFor } from '../../subscribing';

type Settings = Schemas['MessageSettings'];
type Topic = Settings['topics'][number]['topic'];

/** What one call of wx.requestSubscribeMessage asks for: three at most, and never both kinds. */
interface Ask {
  key: string;
  words: string;
  ids: string[];
}

const AT_ONCE = 3;

/** What the service has, and what is on its way there. */
const unseen = privately(() => ({ topics: [] as Settings['topics'], saved: Promise.resolve(), saving: 0 }));

Page({
  data: {
    phase: 'loading' as 'loading' | 'ready' | 'failed',
    notice: '',
    busy: false,
    topics: [] as Settings['topics'],
    templates: [] as Settings['templates'],
    asks: [] as Ask[],
  },

  onShow() {
    this.refresh();
  },

  async refresh() {
    try {
      const settings = await get('/api/me/messages');
      // What is being chosen is newer than what was asked for before.
      if (unseen(this).saving === 0) {
        this.show(settings);
        this.setData({ notice: '' });
      }
    } catch (error) {
      const words = wordsOf(error);
      this.setData(this.data.phase === 'loading' ? { phase: 'failed', notice: words } : { notice: words });
    }
  },

  show({ topics, templates }: Settings) {
    unseen(this).topics = topics;
    this.setData({ phase: 'ready', topics, templates, asks: asksOf(templates) });
  },

  /** One after the other, or of two quick taps on a switch the first might arrive last. */
  choose({ currentTarget, detail }: WechatMiniprogram.SwitchChange) {
    const mine = unseen(this);
    const { topic } = currentTarget.dataset;
    this.setData({ topics: chosen(this.data.topics, topic, detail.value), notice: '' });
    mine.saving += 1;
    mine.saved = mine.saved.then(() => this.save(topic, detail.value));
  },

  async save(topic: Topic, wanted: boolean) {
    const mine = unseen(this);
    try {
      await put('/api/me/messages', { body: { topics: [{ topic, wanted }] } });
      mine.topics = chosen(mine.topics, topic, wanted);
    } catch (error) {
      this.setData({ notice: `没有保存：${wordsOf(error)}` });
    }
    mine.saving -= 1;
    if (mine.saving === 0) {
      this.setData({ topics: mine.topics });
    }
  },

  subscribe({ currentTarget }: WechatMiniprogram.TouchEvent) {
    const ask = this.data.asks.find(({ key }) => key === currentTarget.dataset.key);
    if (ask === undefined) {
      return;
    }
    subscribe(ask.ids).then((asked) => ('words' in asked ? this.setData({ notice: asked.words }) : this.report(asked.results)));
  },

  /** Where somebody ticked 总是保持以上选择, WeChat tells nobody else. */
  async report(results: Record<string, string>) {
    this.setData({ busy: true, notice: '' });
    try {
      this.show(await post('/api/me/messages/consents', { body: { results } }));
      thankFor(results);
    } catch (error) {
      this.setData({ notice: wordsOf(error) });
    } finally {
      this.setData({ busy: false });
    }
  },
});

function chosen(topics: Settings['topics'], topic: Topic, wanted: boolean): Settings['topics'] {
  return topics.map((item) => (item.topic === topic ? { ...item, wanted } : item));
}

function asksOf(templates: Settings['templates']): Ask[] {
  const once = templates.filter(({ longTerm }) => !longTerm);
  const always = templates.filter(({ longTerm }) => longTerm);
  const of = (kind: string, words: string, some: Settings['templates']): Ask[] =>
    some.flatMap((_, i) =>
      i % AT_ONCE === 0 ? [{ key: `${kind}-${i}`, words, ids: some.slice(i, i + AT_ONCE).map(({ id }) => id) }] : [],
    );
  return [...of('once', '再同意提醒一次', once), ...of('always', '长期订阅', always)];
}
