// What a page does that shows a code to a scanner.
import qrcode from 'qrcode-generator';

/** The light that scanners need; 0 to 1. */
const BRIGHT = 0.9;

/** A picture that needs no network: it is written into its own address. */
export function pictureOf(text: string): string {
  const code = qrcode(0, 'M');
  code.addData(text);
  code.make();
  return code.createDataURL(8, 32);
}

/** The screen is bright and stays on while a code is shown, and then is as it was. */
export class Lamp {
  private before: number | null = null;

  /** @param isWanted asked once more when the phone has said how bright it is */
  on(isWanted: () => boolean): void {
    wx.getScreenBrightness({
      success: ({ value }) => {
        if (isWanted() && this.before === null) {
          this.before = value;
          wx.setScreenBrightness({ value: Math.max(value, BRIGHT) });
          wx.setKeepScreenOn({ keepScreenOn: true });
        }
      },
    });
  }

  off(): void {
    if (this.before !== null) {
      wx.setScreenBrightness({ value: this.before });
      wx.setKeepScreenOn({ keepScreenOn: false });
      this.before = null;
    }
  }
}
