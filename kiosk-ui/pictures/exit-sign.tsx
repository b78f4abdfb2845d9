// The running figure and the arrow of the evacuation screen. A stand-in until each branch has its
// own ISO 7010 E002 with the direction of its own exit.

export const ExitSign = () => (
  <svg class="exit-sign" viewBox="0 0 620 380" aria-hidden="true">
    <rect width="620" height="380" rx="10" fill="#fff" />
    <rect x="14" y="14" width="592" height="352" rx="4" fill="#0A6B34" />
    <path d="M372 52h190v290H372z" fill="#fff" />
    <g fill="none" stroke="#fff" stroke-linecap="round" stroke-linejoin="round">
      <circle cx="318" cy="92" r="27" fill="#fff" stroke="none" />
      <path d="M300 140L262 214" stroke-width="50" />
      <path d="M262 222L316 262L296 330" stroke-width="32" />
      <path d="M256 222L222 284L160 288" stroke-width="32" />
      <path d="M288 138L222 146L190 196" stroke-width="25" />
      <path d="M310 142L350 190L402 176" stroke-width="25" />
    </g>
    <clipPath id="in-the-door">
      <path d="M372 52h190v290H372z" />
    </clipPath>
    <path
      clip-path="url(#in-the-door)"
      d="M310 142L350 190L402 176"
      fill="none"
      stroke="#0A6B34"
      stroke-linecap="round"
      stroke-width="25"
    />
  </svg>
)

export const ExitArrow = () => (
  <svg class="exit-arrow" viewBox="0 0 620 128" aria-hidden="true">
    <path d="M0 46H526L480 0H546L620 64L546 128H480L526 82H0Z" fill="#fff" />
  </svg>
)
