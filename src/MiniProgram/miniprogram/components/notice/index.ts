/** A line above the page's content: no network, the service away, what is shown is of earlier. Nothing where there are no words. */
Component({
  properties: {
    words: { type: String, value: '' },
    /** Offers to try again; tells `again`. */
    retry: { type: Boolean, value: false },
  },
  methods: {
    again() {
      this.triggerEvent('again');
    },
  },
});
