using System.Security.Cryptography;
using Guidon.Delivery;
using Guidon.Server.Access;
using Guidon.Server.Edge;
using Guidon.Storage;
using Guidon.Storage.Model;

namespace Guidon.Server.Management.SecondFactors;

/// <summary>Makes secrets and backup codes, and says whether a code is right. Secrets are stored encrypted, backup codes as keyed hashes.</summary>
internal sealed class FactorCodes(InstallationSecret secret, ISettingsProtector protector)
{
    /// <summary>The one method that there is, as clients call it.</summary>
    internal const string Method = "app";

    /// <summary>More than a person types, blanks and hyphens included.</summary>
    internal const int CharsMax = 40;

    private const int BackupCodes = 10;
    private const int BackupChars = 10;

    // Without what looks alike when it was written down: 0 and o, 1 and l and i.
    private const string BackupAlphabet = "abcdefghjkmnpqrstuvwxyz23456789";

    /// <summary>What log-ins of the person ask for; <see langword="null"/> while nothing is confirmed.</summary>
    internal static SecondFactor? Of(ControlPlane plane, int userId) => plane.SecondFactors.SingleOrDefault(each => each.UserId == userId && each.ConfirmedAt != null);

    /// <summary>The person is asked for nothing from now on, and log-ins that wait for a code are over.</summary>
    internal static void Remove(Change change, int userId)
    {
        change.Plane.RemoveRange(change.Plane.SecondFactors.Where(each => each.UserId == userId));
        PendingLogins.Withdraw(change, userId);
    }

    /// <summary>A code as the person typed it.</summary>
    internal static string Read(FieldReader reader) => reader.Text("code", CharsMax) ?? "";

    internal static byte[] NewSecret() => RandomNumberGenerator.GetBytes(Totp.SecretBytes);

    internal string Seal(byte[] fresh) => Convert.ToBase64String(protector.Protect(fresh));

    /// <summary>Fresh ones, in the place of all that there were.</summary>
    internal IReadOnlyList<string> NewBackupCodes(SecondFactor factor)
    {
        IReadOnlyList<string> codes = [.. Enumerable.Range(0, BackupCodes).Select(_ => RandomNumberGenerator.GetString(BackupAlphabet, BackupChars))];
        factor.BackupCodeHashes = string.Join(' ', codes.Select(code => HashOf(factor, code)));
        return [.. codes.Select(code => $"{code[..(BackupChars / 2)]}-{code[(BackupChars / 2)..]}")];
    }

    /// <summary>Whether the app shows this code now; once.</summary>
    internal bool Takes(SecondFactor factor, string typed, DateTimeOffset now)
    {
        // Encrypted by another installation's key: no code is right, and backup codes are another key's too.
        if (protector.Unprotect(Convert.FromBase64String(factor.SealedSecret)) is not { } open) return false;
        if (Totp.Match(open, Plain(typed), now, factor.LastStep) is not { } step) return false;
        factor.LastStep = step;
        return true;
    }

    /// <summary>Whether it is a backup code that was not used yet; once.</summary>
    internal bool TakesBackup(SecondFactor factor, string typed)
    {
        var hash = HashOf(factor, Plain(typed));
        var known = factor.BackupCodeHashes.Split(' ');
        if (!known.Contains(hash, StringComparer.Ordinal)) return false;
        factor.BackupCodeHashes = string.Join(' ', known.Where(each => each != hash));
        return true;
    }

    private string HashOf(SecondFactor factor, string code) => secret.Hash($"backup code {factor.UserId} {code}");

    private static string Plain(string typed) => string.Concat(typed.Where(char.IsAsciiLetterOrDigit)).ToLowerInvariant();
}
