using System.Text.Json.Serialization;
using Fleet.Contracts.Agents;
using Fleet.Contracts.Api;
using Fleet.Contracts.Events;
using Fleet.Contracts.Hub;
using Fleet.Contracts.Orders;

namespace Fleet.Contracts;

/// <summary>
/// Serialises everything on the wire: camelCase, null left out, no duplicate properties, depth 64. Source-generated, for Native AOT:
/// every argument and result of a hub method must be listed, or an AOT client silently gets nothing.
/// </summary>
[JsonSourceGenerationOptions(
    PropertyNamingPolicy = JsonKnownNamingPolicy.CamelCase,
    DefaultIgnoreCondition = JsonIgnoreCondition.WhenWritingNull,
    MaxDepth = 64,
    AllowDuplicateProperties = false)]
[JsonSerializable(typeof(BootstrapDocument))]
[JsonSerializable(typeof(JoinReply))]
[JsonSerializable(typeof(NonceReply))]
[JsonSerializable(typeof(EnrollRequest))]
[JsonSerializable(typeof(EnrollReply))]
[JsonSerializable(typeof(TokenRequest))]
[JsonSerializable(typeof(TokenReply))]
[JsonSerializable(typeof(AgentDocument))]
[JsonSerializable(typeof(KeySetOrder))]
[JsonSerializable(typeof(UserDataOrder))]
[JsonSerializable(typeof(SignedOrder))]
[JsonSerializable(typeof(HelloRequest))]
[JsonSerializable(typeof(HelloReply))]
[JsonSerializable(typeof(ReportReply))]
[JsonSerializable(typeof(AgentEvent))]
[JsonSerializable(typeof(AgentEvent[]))]
[JsonSerializable(typeof(Guid))]
[JsonSerializable(typeof(long))]
[JsonSerializable(typeof(int))]
[JsonSerializable(typeof(string))]
[JsonSerializable(typeof(uint?))]
[JsonSerializable(typeof(Instance))]
[JsonSerializable(typeof(InstanceList))]
[JsonSerializable(typeof(CreateInstance))]
[JsonSerializable(typeof(UpdateInstance))]
[JsonSerializable(typeof(Project))]
[JsonSerializable(typeof(ProjectList))]
[JsonSerializable(typeof(CreateProject))]
[JsonSerializable(typeof(SshKey))]
[JsonSerializable(typeof(SshKeyList))]
[JsonSerializable(typeof(CreateSshKey))]
[JsonSerializable(typeof(WaitRequest))]
[JsonSerializable(typeof(Boot))]
[JsonSerializable(typeof(BootList))]
[JsonSerializable(typeof(BootEventList))]
[JsonSerializable(typeof(ProjectChange))]
[JsonSerializable(typeof(FleetProblem))]
[JsonSerializable(typeof(Dictionary<string, string>))]
[JsonSerializable(typeof(Dictionary<string, string?>))]
public sealed partial class ContractsJson : JsonSerializerContext;
