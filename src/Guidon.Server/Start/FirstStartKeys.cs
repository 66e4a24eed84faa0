using Guidon.Server.Access;
using Guidon.Server.Management.Auth;
using Guidon.Storage;

namespace Guidon.Server.Start;

/// <summary>Makes what the first start needs: presets where there are some, random secrets where there are none, hashes for the store.</summary>
internal static class FirstStartKeys
{
    private const int SecretChars = 44;
    private const int PasswordChars = 20;
    private const int PrefixChars = 8;

    /// <returns>What was created; <see langword="null"/> when the installation is not new, and then nothing was changed.</returns>
    internal static async Task<FirstStartReport?> RunAsync(
        IControlPlaneStore store, InstallationSecret secret, BootstrapOptions options, CancellationToken cancellation)
    {
        // Hashing a password is slow on purpose, so later starts do not get that far.
        if (!await store.IsEmptyAsync(cancellation)) return null;

        var password = options.AdminPassword ?? FreshKeys.Text(PasswordChars);
        var apiKey = options.ApiKey ?? $"{FreshKeys.Text(PrefixChars)}.{FreshKeys.Text(SecretChars)}";
        var clientKey = FreshKeys.ClientKey();
        var serverKey = FreshKeys.ServerKey();
        var order = new FirstStartOrder
        {
            OrganisationName = "Default organisation",
            AdminEmail = options.AdminEmail,
            AdminPasswordHash = Passwords.Hash(password),
            MasterKeyPrefix = apiKey.Split('.')[0][..Math.Min(PrefixChars, apiKey.Split('.')[0].Length)],
            MasterKeyHash = secret.Hash(apiKey),
            Sample = options.SampleProject ? new SampleKeys(clientKey, secret.Hash(serverKey), serverKey[^FreshKeys.ShownChars..]) : null,
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
}
