using System.Security.Cryptography;
using System.Text;

namespace Guidon.Server.Access;

/// <summary>The one secret of this installation: 32 random bytes in <c>installation.key</c> beside the database, readable by its owner only.</summary>
internal sealed class InstallationSecret
{
    internal const string FileName = "installation.key";
    private const int SecretBytes = 32;
    private const int PseudonymDigits = 32;
    private const int MarkDigits = 8;

    private readonly byte[] _hashKey;
    private readonly byte[] _settingsKey;
    private readonly byte[] _pseudonymKey;
    private readonly byte[] _auditKey;
    private readonly byte[] _stateEncryptionKey;
    private readonly byte[] _stateSignatureKey;
    private readonly byte[] _healthKey;

    private InstallationSecret(byte[] secret)
    {
        // One derived key per purpose, so that a hash never tells anything about an encryption.
        _hashKey = Derive(secret, "guidon key hash v1");
        _settingsKey = Derive(secret, "guidon settings encryption v1");
        _pseudonymKey = Derive(secret, "guidon trait pseudonym v1");
        _auditKey = Derive(secret, "guidon audit chain v1");
        _stateEncryptionKey = Derive(secret, "guidon oidc state encryption v1");
        _stateSignatureKey = Derive(secret, "guidon oidc state signature v1");
        _healthKey = Derive(secret, "guidon health address v1");
    }

    internal ReadOnlySpan<byte> SettingsKey => _settingsKey;

    internal ReadOnlyMemory<byte> AuditKey => _auditKey;

    /// <summary>Signs the addresses at which providers say how features are doing.</summary>
    internal ReadOnlySpan<byte> HealthKey => _healthKey;

    /// <summary>Hide and sign what a log-in through a provider carries through the browser; every node can read what another sent.</summary>
    internal (byte[] Encryption, byte[] Signature) StateKeys => (_stateEncryptionKey, _stateSignatureKey);

    /// <summary>Reads the secret, or creates it when the installation is new.</summary>
    /// <param name="folder">The data folder; it exists and is writable.</param>
    /// <param name="isNew">True when no database exists yet; only then may a secret be created.</param>
    /// <returns>The secret, or one line that says why there is none.</returns>
    internal static (InstallationSecret? Secret, string? Error) Open(string folder, bool isNew)
    {
        var path = Path.Combine(folder, FileName);
        if (File.Exists(path)) return Read(path);
        if (!isNew) return (null, $"{path} is missing; keys and settings in this data folder cannot be read without it. Restore it from your backup; after a restore that was interrupted remove the folder and restore again.");
        var secret = RandomNumberGenerator.GetBytes(SecretBytes);
        WriteDurably(path, Encoding.ASCII.GetBytes(Convert.ToHexStringLower(secret)));
        return (new InstallationSecret(secret), null);
    }

    // A power cut right after the first start must not leave a database without its key, as it did: write-through, so that the write itself
    // reports what .NET's Flush would swallow, and under another name, so that no half of a key is ever found. The folder's entry is on the
    // disk with the first commit: SQLite syncs the folder of a new log.
    private static void WriteDurably(string path, byte[] content)
    {
        var create = new FileStreamOptions { Mode = FileMode.Create, Access = FileAccess.Write, Options = FileOptions.WriteThrough, BufferSize = 0 };
        if (!OperatingSystem.IsWindows()) create.UnixCreateMode = UnixFileMode.UserRead | UnixFileMode.UserWrite;
        using (var file = new FileStream(path + ".new", create)) file.Write(content);
        File.Move(path + ".new", path);
    }

    /// <summary>The form in which keys are stored and looked up: HMAC-SHA256, lower-case hex.</summary>
    internal string Hash(string key) => Convert.ToHexStringLower(HMACSHA256.HashData(_hashKey, Encoding.UTF8.GetBytes(key)));

    /// <summary>
    /// What stands in events for the value of a trait that is to be hashed: HMAC-SHA256 over key and value, cut to 96 bits, and 32 bits by
    /// which it is known again, lower-case hex. What is one already stays as it is, whoever hashed it first.
    /// </summary>
    /// <param name="key">The trait's.</param>
    /// <param name="value">JSON.</param>
    internal string Pseudonym(string key, string value)
    {
        if (value.Length == 2 + PseudonymDigits && value[1..^1] is var text && text == Marked(text[..^MarkDigits])) return text;
        return Marked(Digest("value", value)[..(PseudonymDigits - MarkDigits)]);

        string Marked(string hash) => hash + Digest("mark", hash)[..MarkDigits];

        string Digest(string kind, string content) =>
            Convert.ToHexStringLower(HMACSHA256.HashData(_pseudonymKey, Encoding.UTF8.GetBytes($"{kind}\0{key}\0{content}")));
    }

    private static (InstallationSecret? Secret, string? Error) Read(string path)
    {
        var text = File.ReadAllText(path).Trim();
        return text.Length == 2 * SecretBytes && text.All(char.IsAsciiHexDigit)
            ? (new InstallationSecret(Convert.FromHexString(text)), null)
            : (null, $"{path} is damaged: {2 * SecretBytes} hexadecimal digits are expected. Restore it from your backup.");
    }

    private static byte[] Derive(byte[] secret, string purpose) =>
        HKDF.DeriveKey(HashAlgorithmName.SHA256, secret, SecretBytes, info: Encoding.UTF8.GetBytes(purpose));
}
