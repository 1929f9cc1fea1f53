// The built-in components that the pages use, and what each takes. It stands alone, so that the check of the pages can read it too, outside
// of a browser. As in a component's own properties, null is for whatever comes.

/** Every component of WeChat takes these. */
const COMMON = {
  ariaRole: String,
  ariaLabel: String,
  ariaHidden: null,
  ariaLive: String,
  ariaChecked: null,
  ariaDisabled: null,
  ariaSelected: null,
  ariaExpanded: null,
  ariaModal: null,
  ariaLabelledby: String,
  ariaBusy: null,
  hidden: Boolean,
};
const PRESS = { hoverClass: String, hoverStayTime: Number, hoverStartTime: Number, hoverStopPropagation: Boolean };

export const PROPERTIES = {
  view: PRESS,
  text: { userSelect: Boolean, decode: Boolean, space: String },
  'scroll-view': { scrollX: Boolean, scrollY: Boolean, enhanced: Boolean, showScrollbar: Boolean },
  image: { src: String, mode: String, lazyLoad: Boolean, showMenuByLongpress: Boolean, webp: Boolean },
  button: {
    ...PRESS,
    type: String,
    size: String,
    plain: Boolean,
    disabled: Boolean,
    loading: Boolean,
    openType: String,
    formType: String,
    id: String,
  },
  input: {
    value: String,
    type: String,
    placeholder: String,
    placeholderClass: String,
    placeholderStyle: String,
    maxlength: Number,
    disabled: Boolean,
    focus: Boolean,
    confirmType: String,
    cursorSpacing: Number,
  },
  textarea: {
    value: String,
    placeholder: String,
    placeholderClass: String,
    maxlength: Number,
    disabled: Boolean,
    autoHeight: Boolean,
    showConfirmBar: Boolean,
    cursorSpacing: Number,
  },
  picker: {
    mode: String,
    range: null,
    rangeKey: String,
    value: null,
    fields: String,
    start: String,
    end: String,
    headerText: String,
    disabled: Boolean,
  },
  video: {
    src: String,
    poster: String,
    controls: Boolean,
    objectFit: String,
    initialTime: Number,
    duration: Number,
    autoplay: Boolean,
    loop: Boolean,
    muted: Boolean,
    title: String,
    showCenterPlayBtn: Boolean,
    enableProgressGesture: Boolean,
  },
  'channel-video': {
    feedId: String,
    finderUserName: String,
    feedToken: String,
    autoplay: Boolean,
    loop: Boolean,
    muted: Boolean,
    objectFit: String,
  },
  switch: { checked: Boolean, disabled: Boolean, color: String },
  'rich-text': { nodes: null, space: String, userSelect: Boolean },
  'page-meta': { rootFontSize: String, pageStyle: String, backgroundColor: String, backgroundTextStyle: String },
};

export function propertiesOf(name) {
  return { ...COMMON, ...PROPERTIES[name] };
}
