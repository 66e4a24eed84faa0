using System.Security.Cryptography;
using Microsoft.AspNetCore.Builder;
using Microsoft.AspNetCore.Hosting;
using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.Hosting;
using Microsoft.Extensions.Logging;
using Microsoft.IdentityModel.Tokens;
using OpenIddict.Abstractions;
using static OpenIddict.Server.OpenIddictServerEvents;

namespace Guidon.OpenIdProvider;

/// <summary>
/// An OpenID Connect provider on a free port of the loopback address, built on OpenIddict's server: discovery, authorization code with PKCE, a client
/// secret, signed tokens. It lets <see cref="Person"/> in without asking, and lies in its tokens when it is told to. A code works as often as it
/// is shown, so that nothing but the client stands against a replay.
/// </summary>
public sealed class LocalProvider : IAsyncDisposable
{
    public const string ClientId = "guidon-tests";
    public const string ClientSecret = "client-secret-of-the-tests";

    private readonly RSA _key = RSA.Create(2048);
    private WebApplication? _app;

    public Uri Address { get; private set; } = new("http://127.0.0.1");

    /// <summary>Who is at the browser; <see langword="null"/> for somebody who refuses.</summary>
    public ProvidedPerson? Person { get; set; } = new("subject-1", "dana@example.org");

    /// <summary>What is done to each identity token before it leaves.</summary>
    public TokenLie? Lie { get; set; }

    /// <summary>What the discovery document says the provider is called; its address for <see langword="null"/>.</summary>
    public string? ClaimedIssuer { get; set; }

    public static async Task<LocalProvider> StartAsync()
    {
        var provider = new LocalProvider();
        var builder = WebApplication.CreateSlimBuilder();
        builder.Logging.ClearProviders();
        builder.Services.Configure<HostOptions>(options => options.ShutdownTimeout = TimeSpan.Zero);
        builder.WebHost.UseUrls("http://127.0.0.1:0");
        builder.Services.AddOpenIddict().AddServer(provider.Configure);
        provider._app = builder.Build();
        provider._app.UseAuthentication();
        await provider._app.StartAsync();
        provider.Address = new Uri(provider._app.Urls.First());
        return provider;
    }

    /// <summary>What <c>guidon serve</c> is told about it.</summary>
    public Dictionary<string, string> Settings(params (string Name, string Value)[] more)
    {
        var settings = new Dictionary<string, string>
        {
            ["GUIDON_Oidc__Issuer"] = Address.ToString(),
            ["GUIDON_Oidc__Name"] = "Local",
            ["GUIDON_Oidc__ClientId"] = ClientId,
            ["GUIDON_Oidc__ClientSecret"] = ClientSecret,
            ["GUIDON_Oidc__AllowedNetworks__0"] = "127.0.0.0/8",
            // A loaded machine may need half a minute for what usually takes a tenth of a second.
            ["GUIDON_Oidc__TimeoutSeconds"] = "60",
            ["GUIDON_Delivery__ConnectTimeoutSeconds"] = "60",
        };
        foreach (var (name, value) in more) settings[name] = value;
        return settings;
    }

    public Task StopAsync() => _app?.StopAsync() ?? Task.CompletedTask;

    public async ValueTask DisposeAsync()
    {
        if (_app is not null) await _app.DisposeAsync();
        _key.Dispose();
    }

    private void Configure(OpenIddictServerBuilder server)
    {
        server.SetAuthorizationEndpointUris("authorize").SetTokenEndpointUris("token");
        server.AllowAuthorizationCodeFlow().RequireProofKeyForCodeExchange();
        server.RegisterScopes(OpenIddictConstants.Scopes.Email, OpenIddictConstants.Scopes.Profile);
        server.AddEphemeralEncryptionKey().AddSigningKey(new RsaSecurityKey(_key));
        server.EnableDegradedMode().UseAspNetCore().DisableTransportSecurityRequirement();
        server.AddEventHandler<ValidateAuthorizationRequestContext>(handler => handler.UseInlineHandler(context =>
        {
            if (context.ClientId != ClientId) context.Reject(OpenIddictConstants.Errors.InvalidClient);
            return default;
        }));
        server.AddEventHandler<ValidateTokenRequestContext>(handler => handler.UseInlineHandler(context =>
        {
            if (context.ClientId != ClientId || context.ClientSecret != ClientSecret) context.Reject(OpenIddictConstants.Errors.InvalidClient);
            return default;
        }));
        server.AddEventHandler<HandleAuthorizationRequestContext>(handler => handler.UseInlineHandler(context =>
        {
            if (Person is null) context.Reject(OpenIddictConstants.Errors.AccessDenied, "They said no.");
            else context.SignIn(Person.Principal(context.Request.GetScopes()));
            return default;
        }));
        server.AddEventHandler<ApplyConfigurationResponseContext>(handler => handler.SetOrder(int.MinValue + 1_000).UseInlineHandler(context =>
        {
            if (ClaimedIssuer is { } issuer) context.Response[OpenIddictConstants.Metadata.Issuer] = issuer;
            return default;
        }));
        server.AddEventHandler<ApplyTokenResponseContext>(handler => handler.SetOrder(int.MinValue + 1_000).UseInlineHandler(context =>
        {
            if (Lie is { } lie && context.Response.IdToken is { } token) context.Response.IdToken = lie.Of(token, _key);
            return default;
        }));
    }
}
