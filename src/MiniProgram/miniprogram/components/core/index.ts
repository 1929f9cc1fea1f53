/** What remains, as a drill core: the more has been claimed, the shorter it is. */
Component({
  properties: {
    /** 0 to 100. */
    percent: { type: Number, value: 0 },
  },
});
