/** A screen without content: there is nothing yet, or it could not be fetched. */
Component({
  properties: {
    title: { type: String, value: '' },
    words: { type: String, value: '' },
    /** The button's words; tells `act`. */
    action: { type: String, value: '' },
  },
  methods: {
    act() {
      this.triggerEvent('act');
    },
  },
});
