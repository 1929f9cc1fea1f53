// WXSS is CSS with another unit, a name for the page, and classes that belong to one component. In WeChat each page is a document of its
// own, here they share one, so what a page says holds within it only.

/** @param {string} root the selector of the page's element */
export function pageCss(wxss, root) {
  return `@scope (${root}) {\n${eachSelector(units(wxss), (selector) => selector.replace(/(^|[\s,>+~])page(?![\w-])/g, '$1:scope'))}\n}`;
}

/** @param {string} scope stands before each class, as the component framework writes it into the document */
export function componentCss(wxss, scope) {
  return eachSelector(units(wxss), (selector) => selector.replace(/\.(-?[_a-zA-Z][\w-]*)/g, `.${scope}--$1`));
}

/** 750 of them are the width of the screen. */
function units(wxss) {
  return wxss.replace(/\/\*[\s\S]*?\*\//g, '').replace(/(-?\d*\.?\d+)rpx\b/g, (_, number) => `calc(var(--rpx) * ${number})`);
}

/** A built-in component's name in a selector means the component, and not what HTML calls so. */
const BUILTIN = /(^|[\s,>+~(])(view|text|image|button|input|textarea|picker|switch|scroll-view|rich-text|channel-video|video)(?![\w-])/g;

function eachSelector(css, change) {
  return css.replace(/([^{};]+)\{/g, (whole, selector) => {
    return selector.trim().startsWith('@') ? whole : `${change(selector.replace(BUILTIN, '$1wx-$2'))}{`;
  });
}
