// VaultTestKit: what tests share and nothing of the product: scratch directories, programs run as
// processes, the place of vectors. Test targets that need a whole vault use `VaultFixture`.
