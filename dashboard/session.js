const key = 'analytics-token';

/** The token, for as long as the tab lives: no other tab sees it, and closing this one forgets it. */
export const session = {
  /** @returns {string | null} */
  token: () => sessionStorage.getItem(key),
  /** @param {string} token */
  begin: (token) => sessionStorage.setItem(key, token),
  end: () => sessionStorage.removeItem(key),
};
