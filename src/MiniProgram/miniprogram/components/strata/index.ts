/** The band of strata: the mark of this mini program. */
Component({
  properties: {
    tall: { type: Boolean, value: false },
  },
});
