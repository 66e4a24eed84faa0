namespace Guidon.Flags;

/// <summary>A server-side key as it is stored: only its keyed hash is known.</summary>
/// <param name="KeyHash">Lower-case hex of HMAC-SHA256 over the key, with the installation's own secret.</param>
/// <param name="Active">False when an operator switched it off.</param>
/// <param name="ExpiresAt">UTC; <see langword="null"/> when it does not expire.</param>
public sealed record StoredServerKey(string KeyHash, bool Active, DateTimeOffset? ExpiresAt);
