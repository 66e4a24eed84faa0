using System.Security.Cryptography;
using Guidon.Server.Access;
using Guidon.Server.Management.Auth;
using Guidon.Storage;

namespace Guidon.Server.Start;

/// <summary>Makes what the first start needs: presets where there are some, random secrets where there are none, hashes for the store.</summary>
internal static class FirstStartKeys
{
    // Without look-alikes (0 O 1 l I), since people type passwords.
    private const string Alphabet = "23456789ABCDEFGHJKLMNPQRSTUVWXYZabcdefghijkmnopqrstuvwxyz";
    private const int KeyChars = 22;
    private const int PasswordChars = 20;
    private const int PrefixChars = 8;
    private const int ShownChars = 4;

    /// <returns>What was created; <see langword="null"/> when the installation is not new, and then nothing was changed.</returns>
    internal static async Task<FirstStartReport?> RunAsync(
        IControlPlaneStore store, InstallationSecret secret, BootstrapOptions options, CancellationToken cancellation)
    {
        // Hashing a password is slow on purpose, so later starts do not get that far.
        if (!await store.IsEmptyAsync(cancellation)) return null;

        var password = options.AdminPassword ?? RandomText(PasswordChars);
        var apiKey = options.ApiKey ?? $"{RandomText(PrefixChars)}.{RandomText(2 * KeyChars)}";
        var clientKey = RandomText(KeyChars);
        var serverKey = "ser." + RandomText(KeyChars);
        var order = new FirstStartOrder
        {
            OrganisationName = "Default organisation",
            AdminEmail = options.AdminEmail,
            AdminPasswordHash = Passwords.Hash(password),
            MasterKeyPrefix = apiKey.Split('.')[0][..Math.Min(PrefixChars, apiKey.Split('.')[0].Length)],
            MasterKeyHash = secret.Hash(apiKey),
            Sample = options.SampleProject ? new SampleKeys(clientKey, secret.Hash(serverKey), serverKey[^ShownChars..]) : null,
        };
        var created = await FirstStart.RunAsync(store, order, new UuidSource(new Random()), TimeProvider.System.GetUtcNow(), cancellation);
        return created is null ? null : new FirstStartReport
        {
            AdminEmail = options.AdminEmail,
            AdminPassword = options.AdminPassword is null ? password : null,
            ApiKey = options.ApiKey is null ? apiKey : null,
            ClientKey = options.SampleProject ? clientKey : null,
            ServerKey = options.SampleProject ? serverKey : null,
        };
    }

    private static string RandomText(int characters) => RandomNumberGenerator.GetString(Alphabet, characters);
}
