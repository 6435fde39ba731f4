// VaultService
