namespace Guidon.Contracts;

/// <summary>The <c>code</c> of every error answer. Stable: clients may switch on them.</summary>
public static class ErrorCodes
{
    /// <summary>400: the body is not JSON.</summary>
    public const string ParseError = "parse_error";

    /// <summary>400: a field breaks a rule; the answer names it.</summary>
    public const string Invalid = "invalid";

    /// <summary>400: an integration of this kind exists in this environment.</summary>
    public const string AlreadyExists = "already_exists";

    /// <summary>401: no credential, or none that is known.</summary>
    public const string NotAuthenticated = "not_authenticated";

    /// <summary>401: the code of a second factor is wrong, over, or was taken before.</summary>
    public const string WrongCode = "wrong_code";

    /// <summary>403: an organisation of the person asks for a second factor, and none is switched on; until then only the person's own account opens.</summary>
    public const string SecondFactorRequired = "second_factor_required";

    /// <summary>403: the credential is known, and does not allow this.</summary>
    public const string Forbidden = "forbidden";

    /// <summary>429: too many attempts; <c>Retry-After</c> says when the next one counts.</summary>
    public const string Throttled = "throttled";

    /// <summary>403: the environment key is missing, unknown, switched off or expired, or not allowed here.</summary>
    public const string EnvironmentKey = "environment_key";

    /// <summary>403: the organisation serves no flags.</summary>
    public const string NotServing = "not_serving";

    /// <summary>403: the organisation stores no traits.</summary>
    public const string TraitsNotStored = "traits_not_stored";

    /// <summary>400: a receiver that was to be tested refused the test, or could not be reached.</summary>
    public const string NotTaken = "not_taken";

    /// <summary>404: there is no such thing, or it is hidden from this key.</summary>
    public const string NotFound = "not_found";

    /// <summary>405: the path exists, the method does not.</summary>
    public const string MethodNotAllowed = "method_not_allowed";

    /// <summary>409: it has ended, or is no longer what it would have to be. 412: somebody changed it since it was read.</summary>
    public const string Conflict = "conflict";

    /// <summary>409: flags of this environment are changed by approval alone.</summary>
    public const string ChangeRequestsEnabled = "change_requests_enabled";

    /// <summary>413: the body is larger than the limit.</summary>
    public const string TooLarge = "too_large";

    /// <summary>415: the body is not JSON by its content type.</summary>
    public const string UnsupportedMediaType = "unsupported_media_type";

    /// <summary>500: a bug of ours; the log has it.</summary>
    public const string Internal = "internal";

    /// <summary>503: this node has as many realtime streams as it may have.</summary>
    public const string TooManyStreams = "too_many_streams";

    /// <summary>503: the storage cannot be used now, or an event could not be made durable in a strict environment, or the node is starting.</summary>
    public const string Unavailable = "unavailable";
}
