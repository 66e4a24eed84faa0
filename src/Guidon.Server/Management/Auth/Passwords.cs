using System.Security.Cryptography;
using Guidon.Server.Edge;
using Guidon.Storage.Model;
using Microsoft.AspNetCore.Identity;

namespace Guidon.Server.Management.Auth;

/// <summary>Hashes and compares passwords with ASP.NET Core's hasher. Both take long on purpose, whoever is asked about.</summary>
internal static class Passwords
{
    internal const int CharsMin = 8;
    internal const int CharsMax = 128;

    /// <summary>The hash of whoever has no password: nothing that is typed fits it.</summary>
    internal const string None = "";

    private static readonly PasswordHasher<string> s_hasher = new();

    // What nobody's password is compared with: an unknown address must take as long as a known one. Made when it is first needed.
    private static readonly Lazy<string> s_nobody = new(static () => Hash(RandomNumberGenerator.GetHexString(40)));

    internal static string Hash(string password) => s_hasher.HashPassword("", password);

    /// <param name="user"><see langword="null"/> when there is none. For nobody, and for somebody without a password: the same work, and false.</param>
    /// <param name="password">As it was sent.</param>
    internal static bool Verify(UserAccount? user, string password) =>
        s_hasher.VerifyHashedPassword("", user is { PasswordHash: not None } ? user.PasswordHash : s_nobody.Value, password) != PasswordVerificationResult.Failed && user is { PasswordHash: not None };

    /// <summary>Reads a password that somebody wants to have from now on.</summary>
    internal static string ReadNew(FieldReader reader, string name)
    {
        var password = reader.Text(name, CharsMax) ?? "";
        if (password.Length is > 0 and < CharsMin) reader.Errors.Add(name, $"This password is too short. It must contain at least {CharsMin} characters.");
        if (password.Length >= CharsMin && password.Distinct().Count() < 4) reader.Errors.Add(name, "This password is too simple: at least 4 different characters are required.");
        return password;
    }
}
