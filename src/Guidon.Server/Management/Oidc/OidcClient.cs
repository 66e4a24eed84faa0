using Guidon.Delivery;
using Guidon.Server.Access;
using Microsoft.AspNetCore;
using Microsoft.AspNetCore.Authentication;
using Microsoft.IdentityModel.JsonWebTokens;
using Microsoft.IdentityModel.Tokens;
using OpenIddict.Abstractions;
using OpenIddict.Client;
using OpenIddict.Client.AspNetCore;

namespace Guidon.Server.Management.Oidc;

/// <summary>
/// OpenIddict's client for one provider. It lives in services of its own, which are made when somebody first signs in that way: a server that has
/// no provider pays nothing for it, and no other request passes through it.
/// </summary>
internal sealed class OidcClient : IAsyncDisposable
{
    private const string Scheme = OpenIddictClientAspNetCoreDefaults.AuthenticationScheme;

    // By which the provider's clock may differ from ours.
    private static readonly TimeSpan s_skew = TimeSpan.FromMinutes(1);

    private readonly OidcOptions _options;
    private readonly TimeProvider _time;
    private readonly Lazy<ServiceProvider> _services;

    /// <param name="options">Names the provider.</param>
    /// <param name="secret">Protects what travels through the browser; the same on every node.</param>
    /// <param name="guard">Makes every connection to the provider.</param>
    /// <param name="time">Says whether a token is over.</param>
    /// <param name="loggers">Of the server.</param>
    internal OidcClient(OidcOptions options, InstallationSecret secret, AddressGuard guard, TimeProvider time, ILoggerFactory loggers)
    {
        (_options, _time) = (options, time);
        _services = new Lazy<ServiceProvider>(() => Build(secret, guard, loggers));
    }

    /// <summary>Answers with the way to the provider.</summary>
    /// <param name="http">The request.</param>
    /// <param name="to">Where the person wants to go afterwards; comes back protected.</param>
    /// <returns>False, and nothing is answered, when the provider cannot be reached or describes itself wrongly.</returns>
    internal async Task<bool> TrySendAsync(HttpContext http, string to)
    {
        await using var scope = Enter(http);
        if (!await KnowsProviderAsync(scope.ServiceProvider, http.RequestAborted)) return false;
        await HandleAsync(http);
        await http.ChallengeAsync(Scheme, new AuthenticationProperties { RedirectUri = to });
        return true;
    }

    /// <summary>Checks what the person came back with: state, cookie, code, and with the provider the tokens.</summary>
    internal async Task<ProviderAnswer> ReadAsync(HttpContext http)
    {
        await using var scope = Enter(http);
        if (!await KnowsProviderAsync(scope.ServiceProvider, http.RequestAborted)) return new ProviderAnswer(null, "", "", OpenIddictConstants.Errors.ServerError);
        await HandleAsync(http);
        if (http.GetOpenIddictClientResponse() is { Error: { } error } refused) return new ProviderAnswer(null, "", "", error) { Reason = refused.ErrorDescription ?? "" };
        var result = await http.AuthenticateAsync(Scheme);
        var state = result.Properties?.GetTokenValue(OpenIddictClientAspNetCoreConstants.Tokens.StateToken);
        if (IsOver(result.Properties?.GetTokenValue(OpenIddictClientAspNetCoreConstants.Tokens.BackchannelIdentityToken))) return new ProviderAnswer(null, "", "", OpenIddictConstants.Errors.InvalidToken) { Reason = "The identity token is missing or over." };
        return result is { Succeeded: true, Principal: { } principal } && state is not null
            ? new ProviderAnswer(ProviderPerson.Of(principal), state, result.Properties?.RedirectUri ?? "/", null)
            : new ProviderAnswer(null, "", "", OpenIddictConstants.Errors.InvalidRequest);
    }

    public ValueTask DisposeAsync() => _services.IsValueCreated ? _services.Value.DisposeAsync() : ValueTask.CompletedTask;

    // The framework finds authentication by the request's services, so they are these for a while.
    private Scope Enter(HttpContext http) => new(http, _services.Value.CreateAsyncScope());

    // OpenIddict lets a token pass whose end is behind us, as a test showed.
    private bool IsOver(string? token) => token is null || new JsonWebToken(token).ValidTo < _time.GetUtcNow().UtcDateTime - s_skew;

    private static async Task HandleAsync(HttpContext http)
    {
        var handlers = http.RequestServices.GetRequiredService<IAuthenticationHandlerProvider>();
        if (await handlers.GetHandlerAsync(http, Scheme) is IAuthenticationRequestHandler handler) await handler.HandleRequestAsync();
    }

    private static async Task<bool> KnowsProviderAsync(IServiceProvider services, CancellationToken cancellation)
    {
        var client = services.GetRequiredService<OpenIddictClientService>();
        var registration = (await client.GetClientRegistrationsAsync(cancellation))[0];
        if (registration.ConfigurationManager is not { } description) return false;
        try
        {
            await description.GetConfigurationAsync(cancellation);
            return true;
        }
        catch (Exception error) when (error is not OperationCanceledException || !cancellation.IsCancellationRequested)
        {
            return false;   // OpenIddict's own log has the reason
        }
    }

    private ServiceProvider Build(InstallationSecret secret, AddressGuard guard, ILoggerFactory loggers)
    {
        var services = new ServiceCollection();
        services.AddSingleton(loggers);
        services.AddSingleton(typeof(ILogger<>), typeof(Logger<>));
        services.AddOpenIddict().AddClient(client =>
        {
            client.AllowAuthorizationCodeFlow().DisableTokenStorage();
            client.AddEncryptionKey(new SymmetricSecurityKey(secret.StateKeys.Encryption)).AddSigningKey(new SymmetricSecurityKey(secret.StateKeys.Signature));
            client.UseAspNetCore().DisableTransportSecurityRequirement().EnableRedirectionEndpointPassthrough().EnableErrorPassthrough();
            client.UseSystemNetHttp();
            client.AddRegistration(Registration());
        });
        services.AddSingleton<IHttpClientFactory>(_ => new GuardedClients(guard, TimeSpan.FromSeconds(_options.TimeoutSeconds)));   // the last one counts
        // The answer comes by a GET from the provider, for which Lax is enough and None would need https.
        services.ConfigureAll<OpenIddictClientAspNetCoreOptions>(host =>
            (host.CookieBuilder.Name, host.CookieBuilder.SameSite, host.CookieBuilder.SecurePolicy) = ("guidon_oidc", SameSiteMode.Lax, CookieSecurePolicy.SameAsRequest));
        return services.BuildServiceProvider();
    }

    private OpenIddictClientRegistration Registration()
    {
        var registration = new OpenIddictClientRegistration
        {
            Issuer = new Uri(_options.Issuer, UriKind.Absolute),
            ClientId = _options.ClientId,
            ClientSecret = _options.ClientSecret.Length > 0 ? _options.ClientSecret : null,
            RedirectUri = new Uri(_options.RedirectPath, UriKind.Relative),
            ResponseModes = { OpenIddictConstants.ResponseModes.Query },
        };
        registration.Scopes.UnionWith(_options.Scopes.Split(' ', StringSplitOptions.RemoveEmptyEntries));
        return registration;
    }

    private readonly struct Scope : IAsyncDisposable
    {
        private readonly HttpContext _http;
        private readonly IServiceProvider _before;
        private readonly AsyncServiceScope _scope;

        internal Scope(HttpContext http, AsyncServiceScope scope)
        {
            (_http, _before, _scope) = (http, http.RequestServices, scope);
            http.RequestServices = scope.ServiceProvider;
        }

        internal IServiceProvider ServiceProvider => _scope.ServiceProvider;

        public ValueTask DisposeAsync()
        {
            _http.RequestServices = _before;
            return _scope.DisposeAsync();
        }
    }
}
