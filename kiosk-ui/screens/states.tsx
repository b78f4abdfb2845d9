// For developers and reviewers: every state of every screen, as links. No patron sees this page.
import type { Role } from '../../device/screen-protocol.ts'
import { STATES } from '../model/states.ts'

const ROLES: readonly Role[] = ['door', 'desk', 'chute']
const VARIANTS = ['language=en', 'theme=contrast', 'text=larger', 'theme=dark'] as const

export const StatesPage = () => (
  <main class="states-page">
    <h1>?state=</h1>
    {ROLES.map((role) => (
      <section key={role}>
        <h2>/{role}</h2>
        <ul>
          {Object.entries(STATES[role]).map(([id]) => (
            <li key={id}>
              <a href={`/${role}?state=${id}`}>{id}</a>
              {VARIANTS.map((variant) => (
                <a
                  key={variant}
                  class="variant"
                  href={`/${role}?state=${id}&${variant}`}
                  aria-label={`${id} ${variant}`}
                >
                  {variant.split('=')[1]}
                </a>
              ))}
            </li>
          ))}
        </ul>
      </section>
    ))}
  </main>
)
