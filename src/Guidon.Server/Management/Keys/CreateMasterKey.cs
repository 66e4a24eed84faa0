using System.Security.Cryptography;
using Guidon.Server.Access;
using Guidon.Server.Edge;
using Guidon.Storage.Model;

namespace Guidon.Server.Management.Keys;

/// <summary>
/// <c>POST /api/v1/organisations/{organisation}/master-api-keys/</c>: 201 with the key, this once. For people only: a key that makes keys could not be
/// taken back.
/// </summary>
internal sealed class CreateMasterKey(ControlPlaneChanges changes, InstallationSecret secret)
{
    private const string Alphabet = "23456789ABCDEFGHJKLMNPQRSTUVWXYZabcdefghijkmnopqrstuvwxyz";
    private const int PrefixChars = 8;
    private const int SecretChars = 44;

    internal Task InvokeAsync(HttpContext http, Caller caller) => JsonBody.AnswerAsync(http, body =>
    {
        var fields = new MasterKeyFields(body, isNew: true);
        return changes.AnswerAsync(http, caller, change =>
        {
            if (fields.Errors.Any) return Reply.Invalid(fields.Errors);
            var prefix = RandomNumberGenerator.GetString(Alphabet, PrefixChars);
            var whole = $"{prefix}.{RandomNumberGenerator.GetString(Alphabet, SecretChars)}";
            var key = new MasterApiKey
            {
                OrganisationId = caller.OrganisationId,
                Name = fields.Name,
                Prefix = prefix,
                KeyHash = secret.Hash(whole),
                CreatedAt = change.Now,
                CreatedBy = caller.Name,
            };
            fields.Apply(key);
            change.Plane.Add(key);
            change.Plane.SaveChanges();   // the answer needs its id
            return MasterKeyView.Answer(StatusCodes.Status201Created, key, change.Now, whole);
        });
    });
}
