let isLeading = false;

/**
 * Opens a page. Until it is there further taps lead nowhere, or two quick ones on a card would open it twice.
 *
 * @returns whether it is being opened
 */
export function lead(url: string): boolean {
  if (isLeading) {
    return false;
  }
  isLeading = true;
  wx.navigateTo({
    url,
    complete: () => {
      isLeading = false;
    },
  });
  return true;
}
