/** Where the content will be, while it is on its way for the first time. */
Component({
  data: { cards: [1, 2, 3] },
});
