import { get, Schemas } from '../../api/client';
import { withoutAnswer } from '../../asking';
import { dayOf } from '../../beijing';
import { serviceNow } from '../../clock';
import { keep, recall } from '../../memory';
import { numberFrom } from '../../parameters';
import { privately } from '../../privately';
import { service } from '../../settings';

type Story = Schemas['StoryAnswer'];

/** The last few that were read are kept for reading without network. */
const MAX_KEPT = 5;

const READ = 'read';

const unseen = privately(() => ({ id: 0 }));

Page({
  data: {
    phase: 'loading' as 'loading' | 'ready' | 'failed' | 'absent',
    notice: '',
    title: '',
    about: '',
    body: '',
  },

  onLoad({ id }: { id?: string }) {
    unseen(this).id = numberFrom(id);
    recall<Story[]>(READ, (stories) => stories.filter((story) => story.id === unseen(this).id).forEach((story) => this.show(story)));
    this.refresh();
  },

  onShareAppMessage(): WechatMiniprogram.Page.ICustomShareContent {
    return { title: this.data.title, path: `/pages/story/index?id=${unseen(this).id}` };
  },

  async refresh() {
    const { id } = unseen(this);
    if (id === 0) {
      this.setData({ phase: 'absent' });
      return;
    }
    try {
      const story = await get('/api/stories/{id}', { id });
      this.show(story);
      this.setData({ notice: '' });
      keep(READ, [story, ...keptWithout(id)].slice(0, MAX_KEPT));
    } catch (error) {
      const { phase, notice } = withoutAnswer(error, this.data.phase);
      if (phase === 'absent') {
        keep(READ, keptWithout(id));
      }
      this.setData({ phase, notice });
    }
  },

  show(story: Story) {
    this.setData({
      phase: 'ready',
      title: story.title,
      about: [story.person, story.unit, dayOf(story.outAt, serviceNow())].filter((part) => part !== '').join(' · '),
      // Pictures are given by their place at the service.
      body: story.body.replace(/ src="\//g, ` src="${service}/`),
    });
  },

  goHome() {
    wx.switchTab({ url: '/pages/stories/index' });
  },
});

function keptWithout(id: number): Story[] {
  let others: Story[] = [];
  recall<Story[]>(READ, (stories) => (others = stories.filter((other) => other.id !== id)));
  return others;
}
